/**
 * Jest's only transform: Node's own type stripping, the same that runs the product, so a test sees the very code that
 * production does. Stripping replaces types by spaces: lines and columns stay true without source maps.
 */
const { stripTypeScriptTypes } = require('node:module');

module.exports = { process: (source) => ({ code: stripTypeScriptTypes(source) }) };
