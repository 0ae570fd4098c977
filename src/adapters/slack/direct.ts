/** Slack gives direct conversations ids of their own kind. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}
