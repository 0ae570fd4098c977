/** The versions of Windows Server that the cmdlet facts speak of, oldest first. */
export const windowsVersions = ['2012r2', '2016', '2019', '2022', '2025'] as const;

export type WindowsVersion = (typeof windowsVersions)[number];

const short = {
  '2012r2': '2012 R2',
  '2016': '2016',
  '2019': '2019',
  '2022': '2022',
  '2025': '2025',
};

/** As people call it: `Windows Server 2012 R2`. */
export function nameOfVersion(version: WindowsVersion): string {
  return `Windows Server ${short[version]}`;
}

/** Which versions have a thing, in words: `2016 and later`, `2012 R2 and 2016 only`. */
export function spanOf(having: readonly WindowsVersion[]): string {
  const [first] = having;
  const known = windowsVersions.filter((version) => having.includes(version));
  if (first === undefined) return 'in no version';
  const rest = windowsVersions.slice(windowsVersions.indexOf(first));
  if (rest.length === known.length) return `${short[first]} and later`;
  const names = known.map((version) => short[version]);
  const last = names.pop() ?? '';
  return names.length === 0 ? `${last} only` : `${names.join(', ')} and ${last} only`;
}
