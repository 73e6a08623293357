import { zipSync } from 'fflate';
import { readRegisterFile } from '../../../shared/registers/read.ts';
import type { Reading } from '../../../shared/registers/reading.ts';
import type { RegisterKind } from '../../../shared/schemas/registers.ts';

export const places = {
  districts: [
    { code: '370202', name: '市南区' },
    { code: '370211', name: '青岛西海岸新区(黄岛区)' },
  ],
  industries: [
    { code: 'auto-parts', name: '汽车零部件及配件制造' },
    { code: 'rail-equipment', name: '轨道交通设备制造' },
  ],
};

export const CODES = ['91370211MA3F0017X0', '91110000101623741K', '911101066976941872'] as const;

export const readText = <K extends RegisterKind>(kind: K, text: string): Promise<Reading<K>> =>
  readRegisterFile(kind, new TextEncoder().encode(text), places);

/** Rows of a reading that must have succeeded. */
export async function rowsOf<K extends RegisterKind>(reading: Promise<Reading<K>>) {
  const read = await reading;
  if (!read.ok) throw new Error(read.faults.map(({ code, message }) => `${code} ${message}`).join());
  return read;
}

/** A workbook of one sheet, cell by cell as Excel writes it; `styles` only where dates are. */
export function workbookOf(sheetData: string, options: { strings?: string[]; sheet?: string } = {}): Uint8Array {
  const text = (content: string) => new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>${content}`);
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const rels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const strings = (options.strings ?? []).map((one) => `<si><t>${one}</t></si>`).join('');
  return zipSync({
    'xl/workbook.xml': text(
      `<workbook xmlns="${main}" xmlns:r="${rels}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': text(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${rels}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${rels}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${rels}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ),
    'xl/styles.xml': text(
      `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ),
    'xl/sharedStrings.xml': text(`<sst xmlns="${main}">${strings}</sst>`),
    'xl/worksheets/sheet1.xml': text(
      options.sheet ?? `<worksheet xmlns="${main}"><sheetData>${sheetData}</sheetData></worksheet>`,
    ),
  });
}
