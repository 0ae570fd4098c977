/**
 * Who may import whom. The layers, each of which sees only what stands left of it:
 *
 *   approvals, facts <- ports, message, world <- ops, health, messages <- workflow <- watching <- commands <- roles, main
 *                         ^------------------------------- adapters ---------------------------------------^
 *
 * Every rule says why it exists; a finding that seems wrong is a reason to talk, not to add an exception.
 */

/** Puts everything together: the only place that knows the adapters. */
const composition = '^src/(main|cli)\\.ts$|^src/(sandbox|roles)/';
const foundation = '^src/ports/|^src/(message|errors|said)\\.ts$';

/**
 * A vendor package has one home.
 * @param {string} home
 * @param {string} packages alternatives of a regular expression
 * @param {string} comment
 */
const onlyIn = (home, packages, comment) => ({
  name: `only-in-${home.replaceAll('/', '-')}`,
  comment,
  severity: 'error',
  from: { path: '^(src|approvals)/', pathNot: `^src/${home}/` },
  to: { path: `node_modules/(${packages})/` },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'approvals-stands-alone',
      comment:
        'The change board owns and reviews approvals/: it must be readable, and testable, without the bot.',
      severity: 'error',
      from: { path: '^approvals/' },
      to: { path: '^(src|bench|test|scripts|simulator)/' },
    },
    {
      name: 'approvals-is-pure',
      comment:
        'A rule that reads a file, a clock or the network could decide the same request in two ways.',
      severity: 'error',
      from: { path: '^approvals/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'ports-know-no-bot',
      comment:
        'Ports, the neutral message and the errors are what everybody shares; what they import, everybody imports.',
      severity: 'error',
      from: { path: foundation },
      to: { path: '^src/', pathNot: foundation },
    },
    {
      name: 'facts-look-at-nothing',
      comment: 'What Windows is, and what an address is, holds whoever owns the gateways.',
      severity: 'error',
      from: { path: '^src/(facts|network)/' },
      to: { path: '^src/', pathNot: '^src/(facts|network)/|^src/(package-root|errors)\\.ts$' },
    },
    {
      name: 'the-world-knows-no-work',
      comment: 'Who people, tenants and gateways are holds whatever the bot does with it.',
      severity: 'error',
      from: { path: '^src/world/' },
      to: { path: '^src/(ops|health|messages|workflow|watching|commands|adapters|sandbox)/' },
    },
    {
      name: 'only-composition-knows-adapters',
      comment:
        'The bot speaks to the outside through ports. One import of an adapter, and no test can put a fake there.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/adapters/|${composition}` },
      to: { path: '^src/adapters/' },
    },
    {
      name: 'operations-look-down',
      comment:
        'An operation, a health verdict or a sentence is about gateways: it must not know who runs, asks or types it.',
      severity: 'error',
      from: { path: '^src/(ops|health)/|^src/messages(\\.ts|/)' },
      to: { path: `^src/(workflow|watching|commands)(\\.ts|/)|${composition}` },
    },
    {
      name: 'the-line-does-not-watch',
      comment:
        'A change goes its way whether or not anybody watches the gateways; what is told unasked may read how it goes.',
      severity: 'error',
      from: { path: '^src/workflow/' },
      to: { path: '^src/watching/' },
    },
    {
      name: 'workflow-does-not-know-words',
      comment:
        'The straight line takes typed requests. What people type may change without touching it.',
      severity: 'error',
      from: { path: '^src/(workflow|watching)/' },
      to: { path: `^src/commands/|${composition}` },
    },
    {
      name: 'nothing-imports-the-composition',
      comment:
        'What puts the parts together is imported by no part, or nothing could be put together otherwise.',
      severity: 'error',
      from: { path: '^(src|approvals)/', pathNot: composition },
      to: { path: composition },
    },
    {
      name: 'adapters-know-ports-only',
      comment:
        'An adapter translates between one outside and the ports. It decides nothing, so it needs no rule of ours.',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: { path: '^src/(ops|health|commands|workflow|watching|messages)/' },
    },
    {
      name: 'adapters-stand-apart',
      comment:
        'Each outside can be replaced alone. The sandbox page is the exception: it shows what Slack and Teams would.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/', pathNot: '^src/adapters/web/' },
      to: { path: '^src/adapters/[^/]+/', pathNot: '^src/adapters/$1/' },
    },
    {
      name: 'loopback-reads-the-protocol-itself',
      comment:
        "A platform on this machine that used its adapter's own code would agree with every mistake in it.",
      severity: 'error',
      from: { path: '^src/sandbox/loopback/' },
      to: { path: '^src/adapters/(slack|teams)/' },
    },
    onlyIn(
      'adapters/slack',
      '@slack/[^/]+',
      'Slack can change its API in one folder of ours, and nowhere else.',
    ),
    onlyIn(
      'adapters/teams',
      'botbuilder[^/]*|botframework-[^/]+|@microsoft/[^/]+',
      'The Bot Framework is near its end: what replaces it must touch one folder.',
    ),
    onlyIn(
      'outbound',
      'undici|agent-base|https-proxy-agent',
      'Every way out goes through the proxy that the environment names, and one folder sends it there.',
    ),
    onlyIn(
      'adapters/redis',
      'bullmq|ioredis',
      'What is atomic in Redis is decided in one folder, where it is tested.',
    ),
    onlyIn(
      'adapters/powershell',
      'node-powershell|child-shell',
      'One boundary sends commands to gateways, so that one review shows that no text becomes script.',
    ),
    {
      name: 'no-test-code-in-the-product',
      comment: 'Fakes and fixtures that ship are run one day.',
      severity: 'error',
      from: { path: '^(src|approvals)/' },
      to: { path: '^(test|bench|scripts|simulator)/' },
    },
    {
      name: 'no-development-package-in-the-product',
      comment: 'An installation without development packages must start.',
      severity: 'error',
      from: { path: '^(src|approvals)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'no-undeclared-package',
      comment: 'A package that came along with another one goes away with it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-cycle',
      comment: 'Files in a circle can only be understood, and loaded, all at once.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphan',
      comment: 'Nothing imports it and it imports nothing: forgotten, or never connected.',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(src|approvals|bench)/',
        pathNot: `\\.d\\.ts$|${composition}|^bench/(main|bare-bolt)\\.ts$`,
      },
      to: {},
    },
    {
      name: 'no-unresolvable',
      comment: 'It would fail when it is loaded.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|bin|obj|generated)/' },
    // Types too: a layer that knows another one's types knows the layer.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'import', 'types'],
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json', '.d.ts'],
    },
  },
};
