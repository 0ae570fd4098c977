import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256-GCM, in base64. */
export interface SealedText {
  nonce: string;
  tag: string;
  data: string;
}

/** Seal a text with a fresh nonce. What it is bound to is authenticated too: it opens nowhere else. */
export function sealText(key: Buffer, value: string, bound: readonly string[]): SealedText {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(JSON.stringify(bound)));
  const data = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]).toString('base64');
  return { nonce: nonce.toString('base64'), tag: cipher.getAuthTag().toString('base64'), data };
}

/** @throws when it was changed, bound to something else, or sealed with another key */
export function openText(key: Buffer, sealed: SealedText, bound: readonly string[]): string {
  const tag = Buffer.from(sealed.tag, 'base64');
  if (tag.length !== 16) throw new Error('wrong tag length');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.nonce, 'base64'));
  decipher.setAAD(Buffer.from(JSON.stringify(bound)));
  decipher.setAuthTag(tag);
  const opened = Buffer.concat([decipher.update(sealed.data, 'base64'), decipher.final()]);
  return opened.toString('utf8');
}
