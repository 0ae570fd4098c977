/* How Teams' light theme looks to its card renderer. */

const colour = (text, subtle = text) => ({ default: text, subtle });

const foreground = {
  default: colour('#242424', '#5c5c5c'),
  dark: colour('#242424', '#5c5c5c'),
  light: colour('#ffffff'),
  accent: colour('#444791'),
  good: colour('#0b6a0b'),
  warning: colour('#7a4b00'),
  attention: colour('#a4262c'),
};

const style = (backgroundColor) => ({ backgroundColor, foregroundColors: foreground });

const fontSizes = { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 };
const fontWeights = { lighter: 300, default: 400, bolder: 600 };

export const hostConfig = {
  supportsInteractivity: true,
  spacing: { small: 4, default: 8, medium: 12, large: 20, extraLarge: 28, padding: 14 },
  separator: { lineThickness: 1, lineColor: '#e0e0e0' },
  fontTypes: {
    default: { fontFamily: 'inherit', fontSizes, fontWeights },
    monospace: {
      fontFamily: 'var(--mono)',
      fontSizes: { ...fontSizes, small: 12.5, default: 13 },
      fontWeights,
    },
  },
  containerStyles: {
    default: style('#ffffff'),
    emphasis: style('#f3f3f5'),
    accent: style('#e6e7f8'),
    good: style('#e3f3e3'),
    warning: style('#fdf0d5'),
    attention: style('#fbe5e6'),
  },
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
};
