/*
 * Slack's limits, in characters or entries: docs.slack.dev/reference/block-kit. What is over them is refused whole
 * (`invalid_blocks`), so everything is cut here, before it is sent.
 */

export const blocksPerMessage = 50;
export const blocksPerModal = 100;
export const headerLength = 150;
export const buttonLabelLength = 75;
export const buttonsPerRow = 25;
/** Of a modal: its title and both of its buttons. */
export const modalTitleLength = 24;
export const inputLabelLength = 2000;
export const inputLength = 3000;
export const optionsPerMenu = 100;
export const optionLabelLength = 75;
export const optionValueLength = 150;

/** Of one piece of text. Slack names no limit for rich text, so this is the one of its sections. */
export const pieceLength = 3000;
/**
 * Of all texts on one message together. Slack says only that a message can be too long (`msg_blocks_too_long`),
 * and 12,000 is what it states for its Markdown block: staying below that is safe.
 */
export const messageLength = 12_000;
