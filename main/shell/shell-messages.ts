/** Every text that the Electron host itself shows. Another language is another record with these keys. */
export const shellMessages = {
  addToDictionary: 'Add to dictionary',
  noSuggestions: 'No suggestions',
  notSaved: 'What you typed last is not saved',
  keepWorking: 'Keep working',
  closeUnsaved: 'Close without it',
  cannotStart: 'Assay cannot start',
  pageGone: 'The page of Assay has ended unexpectedly',
  pageGoneAdvice: 'Everything already saved is safe. Close the window and start Assay again.',
};
