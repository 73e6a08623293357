import * as z from 'zod';

/** What an HTTP API hands over (payload 2.0), as far as it must be there. */
const HttpEvent = z.object({
  version: z.literal('2.0'),
  rawPath: z.string(),
  rawQueryString: z.string(),
  headers: z.record(z.string(), z.string()),
  requestContext: z.object({ http: z.object({ method: z.string(), sourceIp: z.string().default('') }) }),
});

/** The same of a REST API, which stands behind WAF. */
const RestEvent = z.object({
  httpMethod: z.string(),
  path: z.string(),
  multiValueHeaders: z.record(z.string(), z.array(z.string())),
  requestContext: z.object({ identity: z.object({ sourceIp: z.string() }) }),
});

export const RequestEvent = z.union([HttpEvent, RestEvent]);

/** The address that a request came from, as the API saw it. */
export function sourceOf({ requestContext }: z.infer<typeof RequestEvent>): string {
  return 'http' in requestContext ? requestContext.http.sourceIp : requestContext.identity.sourceIp;
}
