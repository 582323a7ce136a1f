/** Whether a file is called what it is not: the one thing that an ending promises before anybody opens it. */

/** By ending: what a file so called may be found to be. */
const PROMISED: Readonly<Record<string, readonly string[]>> = {
  pdf: ['application/pdf'],
  jpg: ['image/jpeg'],
  jpeg: ['image/jpeg'],
  png: ['image/png', 'image/apng'],
  gif: ['image/gif'],
  webp: ['image/webp'],
  tif: ['image/tiff'],
  tiff: ['image/tiff'],
  mp4: ['video/mp4'],
  zip: ['application/zip'],
  // Word and Excel of today are ZIP files, and found to be such where what is in them is in another order.
  docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/zip'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/zip'],
}

/** The ending that its content does not keep; `null` where it does, or promises nothing that is known here. */
export function falseEnding(name: string | null, type: string | null): string | null {
  const ending = /\.([^.]+)$/.exec(name?.trim() ?? '')?.[1]?.toLowerCase() ?? ''
  if (!type || !Object.hasOwn(PROMISED, ending)) return null
  return PROMISED[ending]?.includes(type) ? null : ending
}
