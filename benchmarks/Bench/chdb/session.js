// One chDB session. A line of JSON in, {sql, verb}; a line of JSON out: {rows} or {error}. "drain" counts a result's rows as they stream by, "query" returns them.
const { Session } = require("chdb");
const readline = require("node:readline");

const session = new Session();

async function drain(sql) {
    if (!/^\s*(--[^\n]*\n|\s)*(select|with)\b/i.test(sql)) {
        await session.queryAsync(sql);
        return 0;
    }
    let rows = 0;
    for await (const chunk of session.queryStream(sql, { format: "TabSeparated" })) rows += chunk.numRows;
    return rows;
}

async function query(sql) {
    const result = await session.queryAsync(sql, { format: "JSONCompactStringsEachRow" });
    return result.text().split("\n").filter(line => line !== "").map(line => JSON.parse(line));
}

(async () => {
    for await (const line of readline.createInterface({ input: process.stdin })) {
        const { sql, verb } = JSON.parse(line);
        try {
            console.log(JSON.stringify({ rows: verb === "drain" ? await drain(sql) : await query(sql) }));
        } catch (error) {
            console.log(JSON.stringify({ error: String(error.message).split("\n")[0] }));
        }
    }
    process.exit(0);
})();
