/**
 * A Word document of headings and paragraphs. Bundled into a file of its own, which is loaded when the first is asked for: the
 * library is not what the function starts with. Words come in as they are to stand; nothing here speaks a language.
 */
import { Document, HeadingLevel, Packer, Paragraph, TextRun } from 'docx';

export interface Written {
  title: string;
  /** Under the title. */
  lines: string[];
  chapters: { title: string; entries: { title: string; lines: string[] }[] }[];
}

/** Fonts that Word and WPS have, for Latin letters and for Chinese. */
const FONT = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' };

/** Line breaks stay: a run for each line. */
const paragraph = (text: string): Paragraph =>
  new Paragraph({
    spacing: { after: 120 },
    children: text.split('\n').map((line, i) => new TextRun(i === 0 ? { text: line } : { text: line, break: 1 })),
  });

export function makeDocx({ title, lines, chapters }: Written): Promise<Buffer> {
  const heading = (text: string, level: (typeof HeadingLevel)[keyof typeof HeadingLevel]) =>
    new Paragraph({ text, heading: level, spacing: { before: 240, after: 120 } });
  const children = [
    heading(title, HeadingLevel.TITLE),
    ...lines.map(paragraph),
    ...chapters.flatMap((chapter) => [
      heading(chapter.title, HeadingLevel.HEADING_1),
      ...chapter.entries.flatMap((entry) => [
        heading(entry.title, HeadingLevel.HEADING_2),
        ...entry.lines.map(paragraph),
      ]),
    ]),
  ];
  const styles = { default: { document: { run: { font: FONT, size: 24 } } } };
  return Packer.toBuffer(new Document({ title, styles, sections: [{ children }] }));
}
