/** Where the benchmark's storage is, for who serves it and who reads it. */
export const BUCKET = 'bench';
export const REGION = 'us-east-1';
export const KEYS = { accessKeyId: 'bench', secretAccessKey: 'bench-secret' };
