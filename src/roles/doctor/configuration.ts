import { type Config, shippedPolicy } from '../../config/directory';
import { nobodysChannels } from '../../config/nobodys-channels';
import { plural } from '../../messages/words';
import type { ChatName } from '../../ports/chat';
import { bad, type Finding, note, ok } from './finding';

/**
 * What each file allows by itself but the files together do not: groups that nobody is in, channels that are nowhere.
 * @param chats the chats that are configured
 */
export function examineConfiguration(config: Config, chats: readonly ChatName[]): Finding[] {
  const findings = [
    ...approversMissing(config),
    ...channelsMissing(config, chats),
    ...peopleUnheard(config, chats),
    ...namesakes(config),
  ];
  const { gateways, tenants } = config.inventory;
  const counts = [
    plural(Object.keys(gateways).length, 'gateway'),
    plural(Object.keys(tenants).length, 'tenant'),
    plural(Object.keys(config.people).length, 'person', 'people'),
  ];
  return [ok('configuration', counts.join(', ')), inForce(config), ...findings];
}

function inForce({ policy, policyFile }: Config): Finding {
  const rules = plural(policy.rules.length, 'rule');
  return policyFile === shippedPolicy
    ? ok(
        'policy',
        `The shipped one is in force, as there is no policy.yaml: ${shippedPolicy}, ${rules}.`,
      )
    : ok('policy', `In force is ${policyFile}, ${rules}.`);
}

/** A vote needs somebody else than whoever asked, so a group of one can never approve its own member's wish. */
function approversMissing({ people, policy }: Config): Finding[] {
  const members = (group: string) =>
    Object.values(people).filter((person) => person.groups.includes(group)).length;
  const alone = (group: string, count: number, requesters: string[]) =>
    Object.entries(people).filter(
      ([, person]) =>
        person.groups.includes(group) &&
        members(group) <= count &&
        requesters.some((asking) => person.groups.includes(asking)),
    );
  return policy.rules.flatMap(({ name, approvers, requesters }) => [
    ...approvers
      .filter(({ group, count }) => members(group) < count)
      .map(({ group, count }) =>
        bad(
          'policy',
          `"${name}" needs ${count} of ${group}, and people.yaml has ${members(group)}: nobody could approve. Add people to that group.`,
        ),
      ),
    ...approvers.flatMap(({ group, count }) =>
      alone(group, count, requesters).map(([id]) =>
        note(
          'policy',
          `"${name}": what ${id} asks for nobody could approve, as ${group} has nobody else. Add somebody, or let others ask.`,
        ),
      ),
    ),
    ...requesters
      .filter((group) => members(group) === 0)
      .map((group) => note('policy', `"${name}" lets ${group} ask, and nobody is in that group.`)),
  ]);
}

function channelsMissing(config: Config, chats: readonly ChatName[]): Finding[] {
  const { channels, inventory } = config;
  const entries = Object.entries(channels);
  const findings: Finding[] = entries.some(([, channel]) => channel.operations)
    ? []
    : [bad('channels', 'No channel of channels.yaml has operations: true. Give one to the team.')];
  for (const [tenant, entry] of Object.entries(inventory.tenants)) {
    for (const name of entry.channels) {
      if (Object.hasOwn(channels, name)) continue;
      findings.push(
        bad('channels', `Tenant ${tenant} has the channel ${name}, which channels.yaml lacks.`),
      );
    }
  }
  for (const { name, sentence } of nobodysChannels(config)) {
    // Whoever set up a digest waits for it.
    const tell = channels[name]?.digest === undefined ? note : bad;
    findings.push(tell('channels', sentence));
  }
  for (const [name, channel] of entries) {
    for (const chat of chats) {
      if (channel[chat] !== undefined) continue;
      findings.push(
        note('channels', `${name} has no ${chat} id: its cards are not shown in that chat.`),
      );
    }
  }
  return findings;
}

/** Cards name people as people.yaml does: two of one name cannot be told apart there. */
function namesakes({ people }: Config): Finding[] {
  const all = Object.entries(people);
  return all.flatMap(([id, { name }], index) => {
    const first = all.findIndex(
      ([, other]) => other.name.trim().toLowerCase() === name.trim().toLowerCase(),
    );
    return first === index
      ? []
      : [
          note(
            'people',
            `${all[first]?.[0]} and ${id} have one name, ${name}: give each their own.`,
          ),
        ];
  });
}

function peopleUnheard({ people }: Config, chats: readonly ChatName[]): Finding[] {
  if (chats.length === 0) return [];
  const unheard = Object.entries(people).filter(([, person]) =>
    chats.every((chat) => person[chat] === undefined),
  );
  const where = chats.join(' or ');
  if (unheard.length === Object.keys(people).length) {
    return [
      bad('people', `Nobody of people.yaml has an account in ${where}, so nobody would be heard.`),
    ];
  }
  return unheard.map(([id]) =>
    note('people', `${id} has no account in ${where}, so the bot will not know them.`),
  );
}
