export const ROUND = 'qd-2025';
export const SECRET = 'a secret that was committed at the opening';
export const at = (day: string, time = '02:00:00.000') => `2025-${day}T${time}Z`;
