import { HostConfig } from 'adaptivecards';

const colour = (name: string) => ({ default: `var(--${name})`, subtle: `var(--${name})` });
const foregroundColors = {
  default: { default: 'var(--ink)', subtle: 'var(--ink-quiet)' },
  dark: colour('ink'),
  light: colour('ink-quiet'),
  accent: colour('accent'),
  good: colour('good'),
  warning: colour('warning'),
  attention: colour('bad'),
};
const container = (background: string) => ({ backgroundColor: `var(--${background})`, foregroundColors });

/** How cards look here. Colours are the page's own variables, so that a card follows light and dark by itself. */
export const cardStyle = new HostConfig({
  fontFamily: 'inherit',
  fontSizes: { small: 13, default: 15, medium: 17, large: 20, extraLarge: 24 },
  fontWeights: { lighter: 400, default: 400, bolder: 650 },
  lineHeights: { small: 19, default: 22, medium: 24, large: 27, extraLarge: 31 },
  spacing: { small: 6, default: 10, medium: 16, large: 24, extraLarge: 32, padding: 18 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  supportsInteractivity: true,
  containerStyles: {
    default: container('surface'),
    emphasis: container('surface-sunk'),
    accent: container('accent-soft'),
    good: container('good-soft'),
    warning: container('warning-soft'),
    attention: container('bad-soft'),
  },
  textBlock: { headingLevel: 3 },
  textStyles: { heading: { size: 'large', weight: 'bolder' }, columnHeader: { weight: 'bolder' } },
  factSet: {
    title: { weight: 'default', isSubtle: true, wrap: true, maxWidth: 150 },
    value: { wrap: true },
    spacing: 14,
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder' },
      optionalInputs: { weight: 'bolder' },
    },
    errorMessage: { color: 'attention' },
  },
  actions: {
    maxActions: 6,
    spacing: 'large',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
    showCard: { actionMode: 'inline', inlineTopMargin: 12 },
  },
});
