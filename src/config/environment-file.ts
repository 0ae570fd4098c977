import { ConfigError } from './config-error';
import { readText, whyUnread } from './read-text';

/**
 * Read a file of variables as systemd reads an `EnvironmentFile=`: comments, quotes, escapes, and values that go on in
 * the next line. Nothing is expanded, and nothing is run.
 * @throws ConfigError when it cannot be read, or a line is none
 */
export function readEnvironmentFile(path: string): Record<string, string> {
  const text = textOf(path).replace(/\r\n?/g, '\n');
  const set: Record<string, string> = {};
  let at = 0;
  while (at < text.length) {
    const [line = ''] = /[^\n]*/.exec(text.slice(at)) ?? [];
    if (/^\s*([#;]|$)/.test(line)) {
      at += line.length + 1;
      continue;
    }
    const [head = '', name] = /^\s*([A-Za-z_]\w*)\s*=/.exec(line) ?? [];
    if (name === undefined) {
      const number = text.slice(0, at).split('\n').length;
      throw new ConfigError(
        `${path}, line ${number}: is no line like MTGW_CONFIG=/etc/mtgw/config, so systemd would pass it over. Mend it, or take it out.`,
      );
    }
    const { value, end } = readValue(text, at + head.length);
    set[name] = value;
    at = end + 1;
  }
  return set;
}

/** The environment of this process, and over it what the file sets, as a service has it. */
export function environmentWith(path: string | undefined): NodeJS.ProcessEnv {
  return { ...process.env, ...(path === undefined ? {} : readEnvironmentFile(path)) };
}

function textOf(path: string): string {
  try {
    return readText(path);
  } catch (error) {
    throw new ConfigError(`${path} ${whyUnread(error)}`);
  }
}

/** From behind the equals sign to the end of the line where the value ends. The states are those of systemd's env-file.c. */
function readValue(text: string, from: number): { value: string; end: number } {
  let state: 'before' | 'plain' | 'single' | 'double' = 'before';
  let value = '';
  // Blanks at the end count when they were quoted.
  let kept = 0;
  let at = from;
  for (; at < text.length; at += 1) {
    const [sign = '', next = ''] = text.slice(at, at + 2);
    if (state === 'single' || state === 'double') {
      const isEscape = state === 'double' && sign === '\\';
      if (sign === (state === 'single' ? "'" : '"')) state = 'before';
      else if (!isEscape) value += sign;
      else if (next !== '\n') value += '"\\`$'.includes(next) ? next : sign + next;
      if (isEscape) at += 1;
      kept = value.length;
    } else if (sign === '\n') {
      break;
    } else if (sign === '\\') {
      state = 'plain';
      value += next === '\n' ? '' : next;
      at += 1;
      kept = value.length;
    } else if (state === 'before' && (sign === "'" || sign === '"')) {
      state = sign === "'" ? 'single' : 'double';
    } else if (/\s/.test(sign)) {
      if (state === 'plain') value += sign;
    } else {
      state = 'plain';
      value += sign;
      kept = value.length;
    }
  }
  return { value: value.slice(0, kept), end: at };
}
