/** One invoice has one number, however it is written: letters in capitals, no hyphens. */
export const normalInvoice = (number: string): string => number.toUpperCase().replaceAll('-', '');
