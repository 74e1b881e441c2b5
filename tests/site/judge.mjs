// Answers a table of questions by judge.js: a list of [function, arguments] on standard input, a
// list of results on standard output.
import { readFileSync } from "node:fs";
import * as judge from "../../site/script/judge.js";

const questions = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(questions.map(([name, ...values]) => judge[name](...values))));
