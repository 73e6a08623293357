/** Chinese text of a sum: 分 as 元 with thousands, decimals only where there are 角 or 分 ("300,000 元", "0.50 元"). */
export function yuan(fen: number | bigint): string {
  const value = BigInt(fen);
  const sign = value < 0n ? '-' : '';
  const absolute = value < 0n ? -value : value;
  const cents = absolute % 100n;
  const whole = (absolute / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${whole}${cents === 0n ? '' : `.${cents.toString().padStart(2, '0')}`} 元`;
}
