import type { Heard } from './heard';

/** What is said in a channel that channels.yaml lacks, with the id that its line there needs; undefined elsewhere. */
export function unknownChannel({
  parts,
  where,
}: Pick<Heard, 'parts' | 'where'>): string | undefined {
  if (parts.channels.nameOf(where) !== undefined) return undefined;
  if (parts.chats[where.chat]?.isDirect(where.channel) === true) return undefined;
  return `I don't know this channel (${where.channel}). Ask the bot's owner to add it to channels.yaml.`;
}
