import { request } from 'node:http';

export interface JsonAnswer {
  status: number;
  body: unknown;
  /** Of a 429 and some 503s. */
  retryAfterMs?: number;
}

/**
 * One HTTP request with a JSON body over loopback. Rejects when nothing came back: refused, cut off, or later
 * than `timeoutMs`.
 */
export function requestJson(
  url: string,
  options: { method: string; bearer: string; body?: unknown; timeoutMs: number },
): Promise<JsonAnswer> {
  return new Promise((resolve, reject) => {
    const body = options.body === undefined ? '' : JSON.stringify(options.body);
    const call = request(
      url,
      {
        method: options.method,
        // A kept connection may just have been closed by the other side, which looks like a failed call.
        agent: false,
        signal: AbortSignal.timeout(options.timeoutMs),
        headers: {
          authorization: `Bearer ${options.bearer}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const seconds = Number(response.headers['retry-after']);
          resolve({
            status: response.statusCode ?? 0,
            body: parse(Buffer.concat(chunks).toString('utf8')),
            ...(seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {}),
          });
        });
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
