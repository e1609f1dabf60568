{{ config(tags=['rules']) }}

-- Live and retired versions are never edited. A lock that was written anew says that it was meant.
with versions as (
    select
        scorecard_id,
        version
    from {{ ref('scorecard_versions') }}
    where status in ('live', 'retired')
),

fingerprints as (
    select
        scorecard_id,
        version,
        rules_fingerprint,
        rules_hash
    from {{ ref('int_scorecard_fingerprints') }}
),

closed_weeks as (
    select
        closed_versions.scorecard_id,
        closed_versions.version,
        closed_versions.rules_fingerprint,
        closed_versions.rules_hash,
        closed_versions.snapshot_week
    from ({{ closed_versions_weekly() }}) as closed_versions
)

select
    'Scorecard ' || versions.scorecard_id || ', version ' || versions.version
    || ': its rules are locked and gave scores of ' || cast(count(*) as {{ type_text() }})
    || ' snapshots, the first of ' || cast(min(closed_weeks.snapshot_week) as {{ type_text() }})
    || ', but rows that it uses have changed since. Take the change back, or write it as a new '
    || 'version: `make version CARD=' || versions.scorecard_id || ' FROM=...` copies this one, '
    || 'edit the copy, then `make rules`. `.venv/bin/python -m tools.rules_hash --check` names '
    || 'the seeds.' as problem
from versions
inner join fingerprints
    on
        versions.scorecard_id = fingerprints.scorecard_id
        and versions.version = fingerprints.version
inner join closed_weeks
    on
        fingerprints.scorecard_id = closed_weeks.scorecard_id
        and fingerprints.version = closed_weeks.version
        and (
            coalesce(fingerprints.rules_hash, '') = ''
            or fingerprints.rules_hash = closed_weeks.rules_hash
        )
        and fingerprints.rules_fingerprint <> closed_weeks.rules_fingerprint
group by versions.scorecard_id, versions.version
