export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Chinese where nobody said otherwise: mails, command line, the pages' scripts. */
let asked: () => Language = () => 'zh';

export const language = (): Language => asked();

/** The server knows who reads; this is apart from how it does, because the pages' scripts write times, too. */
export const askLanguageOf = (who: () => Language): void => {
  asked = who;
};
