/** Stands for the number of a row in what a script copies to add one. No table of any format has so many. */
export const BLANK_ROW = 99_999;
