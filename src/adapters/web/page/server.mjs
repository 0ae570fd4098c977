/* What this page asks of the sandbox, and what the sandbox tells it. */

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error('The sandbox does not answer. Is it still running?');
  }
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? `The sandbox answered ${response.status}.`);
  return body;
}

export const ask = (path) => call(path);

export const tell = (path, body) =>
  call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/**
 * Everything that this person may see, and then each change. What arrives while the whole is being fetched waits for
 * it, or an older whole would overwrite a newer part. Returns how to stop.
 */
export function follow(person, { onWhole, onChange, onLink }) {
  const as = encodeURIComponent(person);
  const source = new EventSource(`/api/stream?as=${as}`);
  let waiting;
  source.onopen = async () => {
    waiting = [];
    try {
      const whole = await ask(`/api/state?as=${as}`);
      if (source.readyState === EventSource.CLOSED) return;
      onWhole(whole);
      for (const change of waiting) onChange(change);
      waiting = undefined;
      onLink(true);
    } catch {
      onLink(false);
    }
  };
  source.onmessage = ({ data }) => {
    const change = JSON.parse(data);
    if (waiting === undefined) onChange(change);
    else waiting.push(change);
  };
  source.onerror = () => onLink(false);
  return () => source.close();
}
