/** An output of the app's stacks. @throws where the template is not this app's */
export function outputOf({ outputs }: { outputs: Record<string, string> }, name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Error(`the template has no output ${name}`);
  return value;
}
