/** A count with its noun, `1 tunnel`, `2 tunnels`. @param several where an s is not enough: `entries` */
export function plural(count: number, noun: string, several = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : several}`;
}

/** A span of time as people say it: `29 minutes`, `1 hour 5 minutes`, `2 days`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return plural(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return plural(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  if (hours < 36) {
    const rest = minutes % 60;
    return rest === 0
      ? plural(hours, 'hour')
      : `${plural(hours, 'hour')} ${plural(rest, 'minute')}`;
  }
  return plural(Math.round(hours / 24), 'day');
}

/** A moment as everybody reads it the same, wherever they are: `03:42 UTC`, with the day when it is not near. */
export function clockTime(at: number, now: number): string {
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  const near = Math.abs(at - now) < 20 * 3_600_000;
  return near ? `${time.slice(0, 5)} UTC` : `${day} ${time.slice(0, 5)} UTC`;
}
