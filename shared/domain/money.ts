/** Chinese text of a sum: 分 as 元 with thousands, decimals only where there are 角 or 分 ("300,000 元", "0.50 元"). */
export function yuan(fen: number | bigint): string {
  const value = BigInt(fen);
  const sign = value < 0n ? '-' : '';
  const digits = `${value < 0n ? -value : value}`.padStart(3, '0');
  const [whole, cents] = [digits.slice(0, -2), digits.slice(-2)];
  return `${sign}${grouped(whole)}${cents === '00' ? '' : `.${cents}`} 元`;
}

function grouped(digits: string): string {
  let text = digits.slice(-3);
  for (let end = digits.length - 3; end > 0; end -= 3) text = `${digits.slice(Math.max(0, end - 3), end)},${text}`;
  return text;
}
