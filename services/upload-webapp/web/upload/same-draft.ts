import type { Draft } from './queue.js';

export const isSameDraft = (one: Draft | undefined, other: Draft | undefined): boolean =>
  one?.title === other?.title && one?.description === other?.description && one?.visibility === other?.visibility;

const tidy = ({ title, description, visibility }: Draft): Draft => ({
  ...{ title: title.trim(), description: description.replace(/\r\n?/g, '\n').trim(), visibility },
});

/** Whether they say the same once they are on the server, which takes no spaces at the ends. */
export const saySame = (one: Draft, other: Draft): boolean => isSameDraft(tidy(one), tidy(other));
