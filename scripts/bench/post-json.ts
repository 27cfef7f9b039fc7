/** Posts one JSON body and gives the text of the answer. */
export async function postJson(url: string, body: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return await response.text();
}
