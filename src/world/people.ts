import { z } from 'zod';
import type { Directory } from '../../approvals/directory';
import type { Account, ChatName } from '../ports/chat';

export const peopleSchema = z
  .record(
    z.string().regex(/^[a-z][a-z0-9._-]{0,40}$/, 'use lower-case letters, digits, . _ -'),
    z.strictObject({
      name: z.string().min(1),
      groups: z.array(z.string()).default([]),
      /** Ids as the platforms vouch for them: display names identify nobody. */
      slack: z.string().min(1).optional(),
      teams: z.string().min(1).optional(),
      /** The chat in which they are called; where a change was asked, when left out. */
      calledIn: z.enum(['slack', 'teams']).optional(),
    }),
  )
  .check((ctx) => {
    if (Object.hasOwn(ctx.value, 'mtgw')) {
      const message =
        'a person cannot be called mtgw: that is what the bot itself is called in the audit';
      ctx.issues.push({ code: 'custom', path: ['mtgw'], message, input: ctx.value });
    }
    for (const chat of ['slack', 'teams'] as const) {
      // A GUID of Entra is the same in capitals.
      const ids = Object.values(ctx.value)
        .flatMap((person) => person[chat] ?? [])
        .map((id) => (chat === 'teams' ? id.toLowerCase() : id));
      const twice = ids.find((id, index) => ids.indexOf(id) !== index);
      if (twice !== undefined) {
        ctx.issues.push({
          code: 'custom',
          message: `the ${chat} account ${twice} belongs to two people`,
          input: twice,
        });
      }
    }
  });

export interface Person {
  id: string;
  name: string;
  groups: string[];
  accounts: Account[];
  calledIn?: ChatName | undefined;
}

/** Joins a person's accounts, so that votes count people. */
export interface People extends Directory {
  byAccount(account: Account): Person | undefined;
  byId(id: string): Person | undefined;
  all(): Person[];
}

/** The people of a checked file: there no account belongs to two of them. */
export function createPeople(file: z.infer<typeof peopleSchema>): People {
  const people = new Map(
    Object.entries(file).map(([id, entry]) => {
      const chats: ChatName[] = ['slack', 'teams'];
      const accounts = chats.flatMap((chat) => {
        const account = entry[chat];
        return account === undefined ? [] : [{ chat, id: account }];
      });
      const { name, groups, calledIn } = entry;
      return [id, { id, name, groups, accounts, calledIn }];
    }),
  );
  return {
    byAccount: (wanted) =>
      [...people.values()].find((person) =>
        person.accounts.some((account) => isSameAccount(account, wanted)),
      ),
    byId: (id) => people.get(id),
    all: () => [...people.values()],
    groupsOf: (id) => people.get(id)?.groups,
  };
}

/** A GUID of Entra is the same in capitals; an id of Slack is not. */
function isSameAccount(one: Account, other: Account): boolean {
  if (one.chat !== other.chat) return false;
  return one.chat === 'teams'
    ? one.id.toLowerCase() === other.id.toLowerCase()
    : one.id === other.id;
}
