export const backupHelp = `Usage: assay hub backup [FOLDER] --to NEW [--without-evidence] [--json]
       assay hub backup [FOLDER] --begin | --finish ID | --restored [--json] [--database postgres://…]

Copies a hub (FOLDER, default hub-data here) into the new folder NEW while it serves: key, database and evidence. NEW is a
hub's folder like any other: to restore, serve it. Only a finished backup lets workbenches forget what the hub has
acknowledged; until there has been one they keep everything.

  --without-evidence  key and database alone; keep the evidence folder safe some other way
  --database          the hub's PostgreSQL database. It is copied with pg_dump, and recorded so:

      id=$(assay hub backup FOLDER --begin --json --database URL | jq -r .id)
      pg_dump --format=custom --file=hub.dump URL && sync hub.dump
      cp FOLDER/hub.key … ; rsync -a FOLDER/evidence/ … ; sync
      assay hub backup FOLDER --finish "$id" --database URL

  --restored          say so once, before serving, after data was put back by pg_restore or any other way than serving NEW

Exit code 0: done. 1: it failed for the reason told, and no backup was recorded. 2: the command was not understood.
`;
