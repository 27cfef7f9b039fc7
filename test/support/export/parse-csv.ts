/** A field as it stands in a file: null when nothing does, text otherwise. */
export type CsvField = string | null;

/** Reads CSV by RFC 4180, character by character; an end of line is CR LF. Throws where the text is none. */
export function parseCsv(text: string): readonly (readonly CsvField[])[] {
  const lines: CsvField[][] = [];
  let line: CsvField[] = [];
  let at = 0;
  while (at < text.length) {
    let field: CsvField = null;
    if (text[at] === '"') {
      let content = '';
      for (at += 1; ; at += 1) {
        if (at >= text.length) throw new Error('a quoted field has no end');
        if (text[at] !== '"') content += text.charAt(at);
        else if (text[at + 1] === '"') {
          content += '"';
          at += 1;
        } else break;
      }
      field = content;
      at += 1;
    } else {
      const from = at;
      while (at < text.length && !',\r\n"'.includes(text.charAt(at))) at += 1;
      if (at > from) field = text.slice(from, at);
    }
    line.push(field);
    if (text[at] === ',') at += 1;
    else if (text.startsWith('\r\n', at)) {
      lines.push(line);
      line = [];
      at += 2;
    } else throw new Error(`neither comma nor end of line at ${at}: ${JSON.stringify(text.slice(at, at + 20))}`);
  }
  if (line.length > 0) throw new Error('the last line has no end');
  return lines;
}
