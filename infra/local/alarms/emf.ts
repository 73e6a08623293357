import * as z from 'zod';
import type { Measurement } from './metrics.ts';

const Directive = z.object({
  Namespace: z.string(),
  Dimensions: z.array(z.array(z.string())),
  Metrics: z.array(z.object({ Name: z.string() })),
});
const Line = z.looseObject({ _aws: z.object({ CloudWatchMetrics: z.array(Directive) }) });
const Values = z.union([z.number().transform((value) => [value]), z.array(z.number())]);

/** What a function says by the embedded metric format among its log lines. Whatever else it says is passed over. */
export function measurementsIn(text: string): Measurement[] {
  if (!text.includes('"_aws"')) return [];
  return text.split('\n').flatMap((line) => (line.includes('"_aws"') ? inLine(line) : []));
}

function inLine(line: string): Measurement[] {
  const parsed = Line.safeParse(jsonOf(line));
  if (!parsed.success) return [];
  const { _aws, ...members } = parsed.data;
  return _aws.CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) => {
      const dimensions = Object.fromEntries(names.map((name) => [name, String(members[name])]));
      return Metrics.flatMap(({ Name: name }) => {
        const values = Values.safeParse(members[name]);
        return (values.success ? values.data : []).map((value) => ({ namespace, name, dimensions, value }));
      });
    }),
  );
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
