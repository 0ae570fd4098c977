import type { types } from '@slack/bolt';
import type { Form } from '../../message';
import type { Asked } from './button-value';
import { cutText } from './cut';
import { inputBlocks } from './inputs';
import { blocksPerModal, modalTitleLength, pieceLength } from './limits';
import { type ModalOrigin, toMetadata } from './modal-origin';
import { literal, smallPrint, textBlock } from './rich-text';

export const formCallback = 'mtgw.form';

/** A form as a modal. Its private metadata says where it came from: a submission does not tell. */
export function toModal(form: Form, origin: ModalOrigin): types.ModalView {
  const long = form.title.length > modalTitleLength;
  const head = [
    ...(long ? [textBlock([{ bold: form.title }])] : []),
    ...(form.intro === undefined ? [] : [textBlock(cutText(form.intro, pieceLength))]),
  ];
  const fields = form.fields.flatMap(inputBlocks);
  const room = blocksPerModal - head.length;
  const shown = fields.length <= room ? fields : fields.slice(0, room - 1);
  const cut = fields.length - shown.length;
  return {
    type: 'modal',
    callback_id: formCallback,
    title: literal(form.title, modalTitleLength),
    submit: literal(form.submit, modalTitleLength),
    close: literal('Cancel', modalTitleLength),
    private_metadata: toMetadata(origin, form.context),
    blocks: [
      ...head,
      ...shown,
      ...(cut === 0 ? [] : [smallPrint(`Shortened: ${cut} more did not fit into one form.`)]),
    ],
  };
}

export const reasonCallback = 'mtgw.reason';
const reasonField = 'reason';

/** Asks why a button was pressed; `carried` is the button's own value, and comes back with the reason. */
export function toReasonModal(
  reason: Asked,
  origin: ModalOrigin,
  carried: string,
): types.ModalView {
  return {
    type: 'modal',
    callback_id: reasonCallback,
    title: literal(reason.title ?? 'Give a reason', modalTitleLength),
    submit: literal(reason.submit ?? 'Send', modalTitleLength),
    close: literal('Cancel', modalTitleLength),
    private_metadata: toMetadata(origin, carried),
    blocks: [
      ...(reason.about === undefined ? [] : [textBlock([{ code: reason.about }])]),
      {
        type: 'input',
        block_id: reasonField,
        optional: !reason.required,
        label: literal(reason.label, 500),
        element: {
          type: 'plain_text_input',
          action_id: reasonField,
          multiline: true,
          max_length: 500,
          focus_on_load: true,
        },
      },
    ],
  };
}
