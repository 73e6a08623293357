/** What every local client signs with. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
