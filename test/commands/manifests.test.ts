import { slackManifest } from '../../src/commands/slack-manifest';
import { teamsManifest } from '../../src/commands/teams-manifest';
import { verbs } from '../../src/commands/verbs';
import { operations } from '../../src/ops/catalog';

const publicUrl = 'https://mtgw.example.com';

describe('the manifest for Slack', () => {
  const manifest = slackManifest(publicUrl) as {
    display_information: { name: string; description: string };
    features: { slash_commands: Record<string, unknown>[] };
    oauth_config: { scopes: { bot: string[] } };
    settings: Record<string, Record<string, unknown>>;
  };

  it('sends everything to one address', () => {
    const url = `${publicUrl}/slack/events`;
    expect(manifest.features.slash_commands).toMatchObject([{ command: '/mtgw', url }]);
    expect(manifest.settings['event_subscriptions']).toMatchObject({ request_url: url });
    expect(manifest.settings['interactivity']).toEqual({ is_enabled: true, request_url: url });
  });

  it('asks for no right to read what is said in channels', () => {
    const reading = manifest.oauth_config.scopes.bot.filter((scope) => /history|read/.test(scope));
    // Whether the bot is in a channel and who a member is, and nothing of what is said there.
    expect(reading).toEqual([
      'app_mentions:read',
      'channels:read',
      'groups:read',
      'im:history',
      'users:read',
    ]);
  });

  it("keeps Slack's limits", () => {
    expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140);
  });
});

describe('the manifest for Teams', () => {
  const appId = '11111111-2222-4333-8444-555555555555';
  const manifest = teamsManifest({ appId, publicUrl, version: '0.1.0' }, [
    ...operations,
    ...verbs,
  ]) as {
    id: string;
    name: { short: string; full: string };
    description: { short: string; full: string };
    validDomains: string[];
    bots: {
      botId: string;
      commandLists: { scopes: string[]; commands: { title: string; description: string }[] }[];
    }[];
  };
  const [bot] = manifest.bots;

  it('is for that bot at that address', () => {
    expect(manifest).toMatchObject({ id: appId, validDomains: ['mtgw.example.com'] });
    expect(bot?.botId).toBe(appId);
  });

  it('offers commands that can be typed as they stand, help first, questions before changes', () => {
    for (const { commands } of bot?.commandLists ?? []) {
      const titles = commands.map(({ title }) => title);
      expect(titles[0]).toBe('help');
      expect(titles).not.toContain('approve');
      expect(titles.indexOf('list-s2s')).toBeLessThan(titles.indexOf('add-s2s'));
      expect(titles.indexOf('add-s2s')).toBeGreaterThan(0);
    }
  });

  it("keeps Teams' limits", () => {
    expect(manifest.name.short.length).toBeLessThanOrEqual(30);
    expect(manifest.name.full.length).toBeLessThanOrEqual(100);
    expect(manifest.description.short.length).toBeLessThanOrEqual(80);
    expect(bot?.commandLists.length).toBeLessThanOrEqual(3);
    for (const { commands } of bot?.commandLists ?? []) {
      expect(commands.length).toBeLessThanOrEqual(12);
      for (const { title } of commands) expect(title.length).toBeLessThanOrEqual(128);
    }
  });
});
