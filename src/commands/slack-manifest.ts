/**
 * What Slack must be told to make the app, as its app manifest, version 2
 * (https://docs.slack.dev/reference/app-manifest). All requests go to one address.
 * @param publicUrl where Slack reaches the bot, without a slash at its end
 */
export function slackManifest(publicUrl: string): Record<string, unknown> {
  const url = `${publicUrl}/slack/events`;
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'mtgw',
      description: 'Plans, approves, runs and verifies changes on RRAS multitenant gateways',
      background_color: '#14555c',
    },
    features: {
      app_home: {
        home_tab_enabled: false,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'mtgw', always_online: true },
      slash_commands: [
        {
          command: '/mtgw',
          url,
          description: 'Look at gateways and ask for changes',
          usage_hint: 'help | health | add-s2s tenant=contoso',
          // People and channels come as ids then, not as names that somebody chose.
          should_escape: true,
        },
      ],
    },
    oauth_config: {
      scopes: {
        bot: [
          'app_mentions:read',
          // Is it in the channel where a change is asked? The doctor looks too, and with users:read who its people are.
          'channels:read',
          'chat:write',
          'commands',
          'groups:read',
          'im:history',
          'im:write',
          'users:read',
        ],
      },
    },
    settings: {
      event_subscriptions: { request_url: url, bot_events: ['app_mention', 'message.im'] },
      interactivity: { is_enabled: true, request_url: url },
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  };
}
