/** Where a command says what it has to say, and what it is told by its surroundings. */
export interface Console {
  out(text: string): void;
  err(text: string): void;
  environment: Record<string, string | undefined>;
}
