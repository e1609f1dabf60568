with playbooks as (
    select
        playbook_id,
        scorecard_id,
        band_id,
        cadence,
        cadence_days,
        owner,
        review,
        review_days,
        escalate_to
    from {{ ref('playbooks') }}
),

actions as (
    select
        playbook_id,
        action_order,
        action,
        due_in_days,
        success_criterion
    from {{ ref('playbook_actions') }}
),

scorecards as (
    select
        scorecard_id,
        name
    from {{ ref('scorecards') }}
),

band_cards as (
    select
        scorecard_id,
        band_id,
        meaning,
        what_to_do
    from {{ ref('band_cards') }}
),

versions_in_force as (
    select
        scorecard_id,
        version
    from {{ ref('dim_scorecards') }}
    where is_in_force
),

bands as (
    select
        scorecard_id,
        version,
        band_id,
        label,
        colour,
        rank
    from {{ ref('int_bands') }}
),

final as (
    select
        playbooks.scorecard_id,
        playbooks.band_id,
        actions.action_order,
        playbooks.playbook_id,
        coalesce(scorecards.name, playbooks.scorecard_id) as scorecard_name,
        bands.label as band_label,
        bands.colour as band_colour,
        bands.rank as band_rank,
        band_cards.meaning as band_meaning,
        band_cards.what_to_do as band_what_to_do,
        playbooks.cadence,
        playbooks.cadence_days,
        playbooks.owner,
        playbooks.review,
        playbooks.review_days,
        playbooks.escalate_to,
        actions.action,
        actions.due_in_days,
        actions.success_criterion
    from playbooks
    inner join actions on playbooks.playbook_id = actions.playbook_id
    inner join scorecards on playbooks.scorecard_id = scorecards.scorecard_id
    left join versions_in_force on playbooks.scorecard_id = versions_in_force.scorecard_id
    left join bands
        on
            versions_in_force.scorecard_id = bands.scorecard_id
            and versions_in_force.version = bands.version
            and playbooks.band_id = bands.band_id
    left join band_cards
        on
            playbooks.scorecard_id = band_cards.scorecard_id
            and playbooks.band_id = band_cards.band_id
)

select * from final
