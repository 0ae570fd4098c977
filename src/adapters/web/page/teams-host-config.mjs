/* How Teams' light and dark themes look to its card renderer. */

const colour = (text, subtle = text) => ({ default: text, subtle });

const light = {
  separator: '#e0e0e0',
  grounds: {
    default: '#ffffff',
    emphasis: '#f3f3f5',
    accent: '#e6e7f8',
    good: '#e3f3e3',
    warning: '#fdf0d5',
    attention: '#fbe5e6',
  },
  foreground: {
    default: colour('#242424', '#5c5c5c'),
    accent: colour('#444791'),
    good: colour('#0b6a0b'),
    warning: colour('#7a4b00'),
    attention: colour('#a4262c'),
  },
};

const dark = {
  separator: '#3d3d3d',
  grounds: {
    default: '#292929',
    emphasis: '#333338',
    accent: '#31345c',
    good: '#1d3a24',
    warning: '#423312',
    attention: '#4c2626',
  },
  foreground: {
    default: colour('#f0f0f0', '#bdbdbd'),
    accent: colour('#b9bcfa'),
    good: colour('#85d493'),
    warning: colour('#ecc06a'),
    attention: colour('#f7a8a3'),
  },
};

const fontSizes = { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 };
const fontWeights = { lighter: 300, default: 400, bolder: 600 };

const hostConfig = ({ separator, grounds, foreground }) => ({
  supportsInteractivity: true,
  spacing: { small: 4, default: 8, medium: 12, large: 20, extraLarge: 28, padding: 14 },
  separator: { lineThickness: 1, lineColor: separator },
  fontTypes: {
    default: { fontFamily: 'inherit', fontSizes, fontWeights },
    monospace: {
      fontFamily: 'var(--mono)',
      fontSizes: { ...fontSizes, small: 12.5, default: 13 },
      fontWeights,
    },
  },
  containerStyles: Object.fromEntries(
    Object.entries(grounds).map(([name, backgroundColor]) => [
      name,
      {
        backgroundColor,
        // No card of ours says `dark` or `light`; whatever one says has to be readable.
        foregroundColors: { ...foreground, dark: foreground.default, light: foreground.default },
      },
    ]),
  ),
  inputs: {
    label: {
      // The name `small` is not taken here, only its number.
      inputSpacing: 0,
      requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder' },
    },
    errorMessage: { color: 'attention', spacing: 'small' },
  },
  actions: {
    maxActions: 6,
    spacing: 'medium',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    showCard: { actionMode: 'inline', inlineTopMargin: 10, style: 'emphasis' },
  },
});

export const hostConfigs = { light: hostConfig(light), dark: hostConfig(dark) };
