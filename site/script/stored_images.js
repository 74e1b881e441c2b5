// Images of stored frames: from letters to the address of a PNG with the same pixels.
//
// `tools/site/packed_images.py` says how they are packed. The PNG has a palette, and nothing in it
// is compressed, so that it can be written at once.

/**
 * @typedef {{at: number[], size: [number, number], palette: number[][], images: string[]}}
 *   PackedImages
 */

const FIRST_LETTER = 35;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MOST_IN_A_BLOCK = 0xffff;

/** Which image stands in one place of the drawing, for each of some frames. */
export class ImageColumn {
  /** @type {Uint8Array[] | null} the place of each pixel's colour, for each image */
  #images = null;

  /** @param {PackedImages} packed @param {number[]} at which image a frame has, -1: none */
  constructor(packed, at) {
    this.packed = packed;
    this.at = at;
  }

  /** @param {number} index of a frame @returns {string | null} */
  text(index) {
    if (this.at[index] < 0) return null;
    this.#images ??= this.#unpacked();
    return pngOf(this.packed, this.#images[this.at[index]]);
  }

  /** Each image differs a little from the one before, so all are read at once. */
  #unpacked() {
    const [width, height] = this.packed.size;
    let before = new Uint8Array(width * height);
    return this.packed.images.map((letters) => {
      const image = before.slice();
      for (let i = 0; i < image.length; i++) {
        const step = letters.charCodeAt(i) - FIRST_LETTER;
        image[i] += step & 1 ? -(step + 1) / 2 : step / 2;
      }
      before = image;
      return image;
    });
  }
}

/** @param {PackedImages} packed @param {Uint8Array} image */
function pngOf({ size: [width, height], palette }, image) {
  const rows = [];
  for (let y = 0; y < height; y++) rows.push(0, ...image.subarray(y * width, (y + 1) * width));
  const bytes = [
    ...SIGNATURE,
    ...chunk("IHDR", [...long(width), ...long(height), 8, 3, 0, 0, 0]),
    ...chunk("PLTE", palette.flatMap((colour) => colour.slice(0, 3))),
    ...chunk("tRNS", palette.map((colour) => colour[3])),
    ...chunk("IDAT", stored(rows)),
    ...chunk("IEND", []),
  ];
  return `data:image/png;base64,${btoa(bytes.map((byte) => String.fromCharCode(byte)).join(""))}`;
}

/** Bytes as zlib writes them without compressing. @param {number[]} bytes */
function stored(bytes) {
  const out = [0x78, 0x01];
  for (let from = 0; from < bytes.length; from += MOST_IN_A_BLOCK) {
    const part = bytes.slice(from, from + MOST_IN_A_BLOCK);
    const last = from + MOST_IN_A_BLOCK >= bytes.length ? 1 : 0;
    const [low, high] = [part.length & 255, part.length >> 8];
    out.push(last, low, high, low ^ 255, high ^ 255, ...part);
  }
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return [...out, b >> 8, b & 255, a >> 8, a & 255];
}

/** @param {string} kind @param {number[]} data */
function chunk(kind, data) {
  const body = [...[...kind].map((letter) => letter.charCodeAt(0)), ...data];
  return [...long(data.length), ...body, ...long(checksum(body))];
}

/** @param {number} number */
const long = (number) => [number >>> 24, (number >> 16) & 255, (number >> 8) & 255, number & 255];

const REMAINDERS = Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let k = 0; k < 8; k++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest >>> 0;
});

/** The checksum of a chunk, CRC-32. @param {number[]} bytes */
function checksum(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = REMAINDERS[(sum ^ byte) & 255] ^ (sum >>> 8);
  return ~sum >>> 0;
}
