export const help = `Assay: score micro-credential evidence, offline and encrypted.

Usage: assay COMMAND [options]

  assay hub [options]              run a hub; --sample fills it with the sample program
  assay hub import FOLDER|FILE     bring rubrics, submissions and assignments into a hub,
                                   or unsent work that a reviewer exported sealed
  assay hub ratings CODE           the scores of a micro-credential, for the statistics below
  assay hub backup --to FOLDER     a copy of a hub while it serves
  assay hub erase CODE…            erase submissions for good, here and on every device
  assay hub erasures               what was erased, and which devices have answered
  assay hub devices                the computers people sign in on
  assay hub revoke-device CODE…    take computers out of use: they shred what they hold
  assay hub supersede              requests that a refused final count: list them, decide one
  assay demo [options]             explore the sample program, or run the main job by itself
  assay agreement FILE [options]   how far raters agree: every coefficient, with intervals
  assay severity FILE [options]    who is severe and who lenient, fair averages, drift (many-facet Rasch)
  assay generalizability FILE      where scores differ, and how many reads would be needed
  assay verify PROFILE             check a reviewer's profile: keys, database, log, evidence, backups
  assay restore PROFILE            put a daily backup in the place of a damaged database
  assay export-unsent PROFILE      unsent work out of a closed profile, sealed for the hub
  assay help [COMMAND]             this text, or that of one command
  assay --version                  the version of this program

Every command knows --help. Nothing is sent anywhere but to the hub you name; the statistics send nothing at all.
`;

export const hubHelp = `Usage: assay hub [--sample] [--data DIR] [--database postgres://…] [--host 127.0.0.1] [--port N] [--json]
       assay hub import FOLDER|FILE [--data DIR] [--database postgres://…]
       assay hub ratings CODE [--kind live|practice] [--json] [--data DIR] [--database postgres://…]
       assay hub backup [FOLDER] --to NEW [--without-evidence] [--json]
       assay hub erase CODE… [--with-disclosures] [--json] [--data DIR] [--database postgres://…]
       assay hub supersede [ID --grant | --refuse --reason "…"] [--json] [--data DIR] [--database postgres://…]
       assay hub erasures [--json] [--data DIR] [--database postgres://…]
       assay hub devices [--account NAME] [--json] [--data DIR] [--database postgres://…]
       assay hub revoke-device CODE… [--json] [--data DIR] [--database postgres://…]

Runs a hub: the server that reviewers' workbenches pull from and push to. Stop it with Ctrl+C.

  --sample      fill a new hub with the sample program and print its sign-ins
  --data        where the hub keeps its key, its evidence and (without --database) its database;
                default: the folder hub-data here, with --sample a folder of its own
  --database    a PostgreSQL database instead of the file in --data
  --host        the address to listen on; default 127.0.0.1, this computer only
  --port        default 8787, or any free port when that one is taken
  --json        print one line of JSON once it is ready: {"url", "hubId", "sample"}
  --public-url, --issuer, --client-id, --account-claim, --scope, --browser-only
                how people sign in with their browser; explained in docs/hub.md

See also: assay help hub import, hub ratings, hub backup, hub erase, hub erasures, hub devices,
          hub revoke-device, hub supersede
`;

export const importHelp = `Usage: assay hub import FOLDER|FILE [--data DIR] [--database postgres://…]

FOLDER holds a program: rubrics (JSON or CSV), submissions as folders of files, people and assignments as CSV.
Everything is checked first. With any error nothing is imported, and each error names its file and row.
Importing the same folder twice adds nothing.

FILE is work that a reviewer exported sealed from the workbench; only the hub it was made for can open it.

  --data        the hub's folder; default: hub-data here
  --database    the hub's PostgreSQL database, if it uses one

Exit code 0: imported (or nothing new). 1: errors, nothing was changed. 2: the command was not understood.
`;

export const ratingsHelp = `Usage: assay hub ratings CODE [--kind live|practice] [--json] [--data DIR] [--database postgres://…]

Prints the scores that count for the micro-credential CODE, as a table that assay agreement, severity and
generalizability read: unit (the submission), rater (the reviewer's account), criterion, score, and when the hub
received the review. Criteria with a condition code in place of a score are left out. So are reviews on an earlier
rubric: how many is said on standard error.

  --kind        live work (default), or practice
  --json        with the scale and all scores the rubric allows, so that levels nobody chose are known
  --data        the hub's folder; default: hub-data here
  --database    the hub's PostgreSQL database, if it uses one

  assay hub ratings CODE --json | assay agreement
  assay hub ratings CODE --json | assay severity --window month

Exit code 0: printed. 1: there is no such micro-credential, or nobody scored it. 2: the command was not understood.
`;

export const demoHelp = `Usage: assay demo [--headless] [--json] [--reviews N]

Without --headless: opens the workbench, as npm start does; choose the sample program on its first page.

With --headless: does the main job by itself and checks it. A hub runs as a process of its own, in fresh temporary
folders. A workbench pulls and downloads all evidence; the hub is stopped; N submissions are reviewed offline (every
criterion, annotations, feedback); the hub is started again; the work is pushed, and pushed once more to see that
this adds nothing; the reviews are read back through the hub's API and compared field by field; every evidence file
is read back through the encrypted vault and its SHA-256 compared.

  --json        one JSON object on standard output instead of a table; differences go to standard error
  --reviews N   how many submissions to review, 1 to 20; default 3

Exit code 0: everything arrived and nothing differs. 1: something differs or failed.
`;
