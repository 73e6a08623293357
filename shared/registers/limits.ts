/** Largest file that is read at all. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** Largest file that a page takes: a function's request is 6 MB at most, and a file in it is a third larger than it is. */
export const MAX_PAGE_FILE_BYTES = 4 * 1024 * 1024;

/** Most rows that a page imports: a request has thirty seconds to write them. The command line has no such hurry. */
export const MAX_PAGE_ROWS = 5000;
