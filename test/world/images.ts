/** A JPEG as far as its structure goes: a thumbnail with an end of its own, tables, one scan. No viewer shows anything. */
export function writeJpeg(scanBytes = 200): Buffer {
  const segment = (marker: number, body: Buffer) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(body.length + 2);
    return Buffer.concat([Buffer.from([0xff, marker]), length, body]);
  };
  const thumbnail = Buffer.from('Exif\0\0\xff\xd8\xff\xdb\xff\xd9', 'latin1');
  const scan = Buffer.alloc(scanBytes, Buffer.from('a1ff00b2', 'hex'));
  return Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    segment(0xe1, thumbnail),
    segment(0xdb, Buffer.alloc(65)),
    segment(0xda, Buffer.from('01010000', 'hex')),
    scan,
    Buffer.from('ffd9', 'hex'),
  ]);
}
