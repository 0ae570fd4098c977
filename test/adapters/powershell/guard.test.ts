import type { ParameterValue } from '../../../approvals/plan';
import { readCatalogue } from '../../../src/facts/catalogue';
import { checkCommand } from '../../../src/adapters/powershell/guard';
import { createGatewayShells } from '../../../src/adapters/powershell/shells';
import { ownCmdlets } from '../../../src/ops/gateway-role';

const catalogue = readCatalogue();
const check = (cmdlet: string, parameters: Record<string, ParameterValue> = {}) =>
  checkCommand(catalogue, new Set(['Reset-Simulator']), { cmdlet, parameters });

function refusal(cmdlet: string, parameters: Record<string, ParameterValue> = {}): string {
  const checked = check(cmdlet, parameters);
  return checked.allowed ? 'allowed' : checked.why;
}

describe('The guard', () => {
  it.each(['Invoke-Expression', 'Restart-Computer', 'get-bgppeer', 'Get-BgpPeer; Remove-Item', ''])(
    'refuses %p, which the catalogue does not name so',
    (cmdlet) => {
      expect(refusal(cmdlet)).toContain('is not in the catalogue');
    },
  );

  it('refuses a parameter that the cmdlet has not, abbreviated, or by an alias', () => {
    for (const name of [
      'Nam',
      'name',
      'RoutingDomainName',
      'ErrorAction',
      'OutVariable',
      '__proto__',
      'constructor',
    ]) {
      const parameters = JSON.parse(`{"${name}": "x"}`) as Record<string, ParameterValue>;
      expect(refusal('Get-BgpPeer', parameters)).toContain(`has no parameter -${name}`);
    }
  });

  it('refuses what would act on another machine, or go on behind our back', () => {
    for (const name of ['CimSession', 'AsJob']) {
      expect(refusal('Get-BgpPeer', { [name]: 'gw9' })).toContain('would leave the machine');
    }
    expect(refusal('Get-VM', { ComputerName: 'hv9' })).toContain('would leave the machine');
    for (const name of ['ComputerName', 'computername', 'Comp', 'Cn', 'Credential']) {
      const also = checkCommand(catalogue, new Set(['Get-Service']), {
        cmdlet: 'Get-Service',
        parameters: { Name: 'RemoteAccess', [name]: 'hv9' },
      });
      expect(also).toMatchObject({ allowed: false });
    }
  });

  it('lets the control functions of the simulator through only where they are named', () => {
    expect(check('Reset-Simulator', { Anything: 1 }).allowed).toBe(true);
    expect(
      checkCommand(catalogue, new Set(), { cmdlet: 'Reset-Simulator', parameters: {} }).allowed,
    ).toBe(false);
  });

  it('refuses a change whose names are wildcards, blanks or no text, in every verb', () => {
    for (const cmdlet of ['Set-VpnS2SInterface', 'Connect-VpnS2SInterface', 'Remove-BgpPeer']) {
      for (const odd of ['*', 'contoso-?q', ['contoso-hq', '[a-z]*']]) {
        expect(refusal(cmdlet, { Name: odd })).toContain('-Name holds a wildcard');
      }
      for (const odd of [' ', '', [], ['contoso-hq', ' '], { a: '*' }, 7, true, null]) {
        expect(refusal(cmdlet, { Name: odd })).not.toBe('allowed');
      }
      expect(refusal(cmdlet, { Name: ['contoso-hq'] })).toBe('allowed');
    }
    expect(refusal('Add-BgpRouter', { RoutingDomain: '*' })).toContain('wildcard');
    expect(refusal('Get-VpnS2SInterface', { Name: '*' })).toBe('allowed');
  });

  it('sends what operations need and nothing else of the catalogue, where it is told so', async () => {
    const shells = createGatewayShells({
      executable: 'none',
      vault: { open: async () => undefined },
      targets: { gw1: { kind: 'local' } },
      only: ownCmdlets,
      log: { info: () => {}, warn: () => {}, error: () => {} },
    });
    const others = [...catalogue.keys()].filter((name) => !ownCmdlets.includes(name));
    expect(others).toEqual(expect.arrayContaining(['Uninstall-RemoteAccess', 'Set-RemoteAccess']));
    for (const cmdlet of others) {
      const commands = [{ cmdlet, parameters: {} }];
      const run = { timeoutMs: 1_000, purpose: 'change' as const };
      const [answer] = await shells.run([{ target: 'gw1', commands }], run);
      expect(answer).toMatchObject({ outcome: 'refused' });
    }
    await shells.close();
  });

  it('answers the question of every cmdlet that would ask one', () => {
    const asking = [...catalogue].filter(([, facts]) => facts.promptsUnlessForced);
    expect(asking.length).toBeGreaterThan(10);
    for (const [cmdlet, facts] of asking) {
      const parameters = Object.fromEntries(
        Object.keys(facts.parameters)
          .filter(
            (name) =>
              !/^(Force|Confirm|WhatIf|AsJob|CimSession|ComputerName|Credential)$/.test(name),
          )
          .map((name) => [name, 'x']),
      );
      const checked = check(cmdlet, parameters);
      if (!checked.allowed) throw new Error(checked.why);
      const { Force, Confirm } = checked.command.parameters;
      expect([cmdlet, Force === true || Confirm === false]).toEqual([cmdlet, true]);
    }
  });

  it('answers with what may stand beside the parameters that are used', () => {
    const install = (parameters: Record<string, ParameterValue>) => {
      const checked = check('Install-RemoteAccess', parameters);
      return checked.allowed ? checked.command.parameters : checked.why;
    };
    const tenants = { MultiTenancy: true };
    expect(install(tenants)).toEqual({ ...tenants, Confirm: false });
    const access = { DAInstallType: 'FullInstall', ConnectToAddress: 'vpn.example' };
    expect(install(access)).toEqual({ ...access, Force: true });
  });

  it('keeps the word of an operation about Force and Confirm', () => {
    const checked = check('Remove-BgpPeer', { Name: 'p', Force: false });
    expect(checked.allowed && checked.command.parameters['Force']).toBe(false);
  });

  it('does not force what asks nothing', () => {
    const checked = check('Get-BgpPeer', { Name: 'p' });
    expect(checked.allowed && checked.command.parameters).toEqual({ Name: 'p' });
  });
});

describe('What takes away', () => {
  const takesAway = [...catalogue.keys()].filter((name) =>
    /^(Remove|Clear|Disable|Disconnect|Stop)-/.test(name),
  );

  it.each(takesAway)('%s is refused when nothing is named, unless nothing can be', (cmdlet) => {
    const about = Object.keys(catalogue.get(cmdlet)?.parameters ?? {}).filter(
      (name) =>
        !/^(Force|Confirm|WhatIf|Pass[Tt]hru|AsJob|CimSession|ThrottleLimit|ComputerName|Credential)$/.test(
          name,
        ),
    );
    const why = refusal(cmdlet, {});
    if (about.length === 0) expect(why).toBe('allowed');
    else expect(why).toContain('is refused: without');
  });

  it.each(takesAway)('%s is refused when all that is named is nothing', (cmdlet) => {
    const parameters = Object.keys(catalogue.get(cmdlet)?.parameters ?? {}).filter(
      (name) => !/^(AsJob|CimSession|ComputerName|Credential)$/.test(name),
    );
    for (const nothing of [null, '', [], [''], false] as ParameterValue[]) {
      const why = refusal(cmdlet, Object.fromEntries(parameters.map((name) => [name, nothing])));
      const about = parameters.filter(
        (name) => !/^(Force|Confirm|WhatIf|Pass[Tt]hru|ThrottleLimit)$/.test(name),
      );
      if (about.length > 0) expect(why).toContain('is refused: without');
    }
  });

  it.each([
    ['Remove-NetNat', { Confirm: false }],
    ['Remove-NetVirtualizationProviderAddress', { AddressState: 'Preferred' }],
    ['Remove-NetVirtualizationLookupRecord', { Type: 'Static' }],
    ['Remove-BgpCustomRoute', { RoutingDomain: 'contoso' }],
    ['Remove-BgpRouteAggregate', { RoutingDomain: 'contoso' }],
    [
      'Remove-BgpRoutingPolicyForPeer',
      { RoutingDomain: 'contoso', PolicyName: 'drop', Direction: 'Ingress' },
    ],
    [
      'Set-BgpRoutingPolicyForPeer',
      { RoutingDomain: 'contoso', PolicyName: 'drop', Direction: 'Ingress' },
    ],
    ['Remove-VMNetworkAdapter', { VMName: 'gw1' }],
    ['Disconnect-VMNetworkAdapter', { VMName: 'gw1' }],
    ['Set-NetVirtualizationCustomerRoute', { Metric: 5 }],
    ['Set-NetVirtualizationProviderAddress', { VlanID: 5 }],
    ['Set-NetVirtualizationProviderAddress', { MACAddress: '02C0C0000104' }],
    ...['ProviderAddress', 'CustomerID', 'Rule', 'VMName', 'UseVmMACAddress'].map((name) => [
      'Set-NetVirtualizationLookupRecord',
      { [name]: name === 'UseVmMACAddress' ? true : 'x' },
    ]),
    ['Remove-NetNatStaticMapping', { NatName: 'contoso-nat' }],
    ['Remove-NetNatExternalAddress', { NatName: ['contoso-nat'] }],
  ] as [string, Record<string, ParameterValue>][])(
    '%s %p is refused: it is too wide',
    (cmdlet, parameters) => {
      expect(refusal(cmdlet, parameters)).toContain('is refused: without');
    },
  );

  it.each(['*', 'contoso-*', 'gw?', '[a-z]'])('a wildcard (%s) is refused', (name) => {
    expect(refusal('Remove-VpnS2SInterface', { Name: name })).toContain('wildcard');
    expect(refusal('Disconnect-VpnUser', { UserName: ['alice', name] })).toContain('wildcard');
  });

  it.each([
    ['Remove-VpnS2SInterface', { Name: 'contoso-hq' }],
    ['Remove-BgpPeer', { RoutingDomain: 'contoso', Name: 'p' }],
    ['Remove-BgpRouter', { RoutingDomain: 'contoso' }],
    ['Remove-BgpCustomRoute', { RoutingDomain: 'contoso', Network: ['10.0.0.0/8'] }],
    ['Clear-BgpRouteFlapDampening', { RoutingDomain: 'contoso' }],
    ['Disable-RemoteAccessRoutingDomain', { Name: 'contoso', Type: 'VpnS2S' }],
    ['Remove-NetNat', { Name: 'contoso-nat' }],
    ['Remove-NetVirtualizationCustomerRoute', { RoutingDomainID: '{1}', VirtualSubnetID: 6001 }],
    [
      'Remove-VMNetworkAdapterRoutingDomainMapping',
      { VMName: 'gw1', RoutingDomainName: 'contoso' },
    ],
    ['Uninstall-RemoteAccess', { VpnType: 'VpnS2S' }],
    [
      'Set-NetVirtualizationLookupRecord',
      { CustomerAddress: ['10.10.1.4'], VirtualSubnetID: [6001], ProviderAddress: '192.0.2.4' },
    ],
    ['Set-NetVirtualizationProviderAddress', { ProviderAddress: ['192.0.2.4'], VlanID: 5 }],
    // Windows counts them from 0.
    ['Remove-NetNatStaticMapping', { StaticMappingID: 0 }],
    ['Remove-NetNatExternalAddress', { NatName: 'contoso-nat', ExternalAddressID: [0] }],
  ] as [string, Record<string, ParameterValue>][])('%s %p passes', (cmdlet, parameters) => {
    expect(refusal(cmdlet, parameters)).toBe('allowed');
  });
});
