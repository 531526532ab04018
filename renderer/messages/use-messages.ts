import { en, type Messages } from './en.ts';

/** The words of the language in use. A hook, so that a choice of language can come later without touching the views. */
export const useMessages = (): Messages => en;
