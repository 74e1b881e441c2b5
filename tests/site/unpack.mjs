// Prints the frames of some files as a page unpacks them: {file: {skeletons, frames: {key: frame}}}.
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";

import { StoredFrames } from "../../site/script/stored_frames.js";

const unpacked = {};
for (const file of process.argv.slice(2)) {
  const packed = JSON.parse(inflateSync(readFileSync(file)).toString());
  const stored = new StoredFrames(packed);
  const frames = Object.fromEntries(packed.keys.map((key) => [key, stored.get(key)]));
  unpacked[file] = { ...packed, frames };
}
process.stdout.write(JSON.stringify(unpacked));
