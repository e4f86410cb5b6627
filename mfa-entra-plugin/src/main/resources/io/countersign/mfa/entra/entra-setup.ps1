# Registers Countersign in the tenant. Made by `countersign entra setup`; holds no secret. Changes nothing that is there:
# certificates are added to those in use. Running it twice does no harm.
# Needs PowerShell 7 and the module Microsoft.Graph; asks you to sign in as Global Administrator.
$ErrorActionPreference = 'Stop'
$tenant = '@TENANT@'
$here = $PSScriptRoot

Connect-MgGraph -TenantId $tenant -Environment @ENVIRONMENT@ -NoWelcome `
    -Scopes 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'

function Read-Certificate($name) {
    [System.Security.Cryptography.X509Certificates.X509Certificate2]::new((Join-Path $here $name))
}

function New-Key($certificate) {
    @{
        Type = 'AsymmetricX509Cert'
        Usage = 'Verify'
        Key = $certificate.RawData
        DisplayName = 'Countersign ' + $certificate.NotAfter.ToString('yyyy-MM-dd')
        EndDateTime = $certificate.NotAfter.ToUniversalTime()
    }
}

# Writing the list of keys replaces it, so it is read, added to, and written. Without their octets the old ones would be lost.
function Add-Key($keys, $certificate) {
    $thumbprint = $certificate.Thumbprint
    $known = @($keys | Where-Object { $_.Key -and
        ([System.Security.Cryptography.X509Certificates.X509Certificate2]::new($_.Key)).Thumbprint -eq $thumbprint })
    if ($known.Count -gt 0) { return $null }
    if (@($keys | Where-Object { -not $_.Key }).Count -gt 0) {
        throw 'Entra did not tell the keys in use, so that adding one would remove them. Add the certificate in the portal.'
    }
    @($keys) + (New-Key $certificate)
}

function Explain-Policy($failure) {
    if ("$failure" -match 'lifetime|policy|CredentialTypeNotAllowed') {
        Write-Warning ('An app management policy of the tenant forbids this certificate, or its lifetime. Make one with ' +
            'fewer --days, or exempt the application from the policy.')
    }
    throw $failure
}

# 1. The push service lets in one application, Microsoft's own. It must have a service principal here, and our certificate.
$push = Get-MgServicePrincipal -Filter "appId eq '@PUSH_CLIENT@'"
if (-not $push) { $push = New-MgServicePrincipal -AppId '@PUSH_CLIENT@' }
$push = Get-MgServicePrincipal -ServicePrincipalId $push.Id -Property 'id,accountEnabled,keyCredentials'
if (-not $push.AccountEnabled) { Update-MgServicePrincipal -ServicePrincipalId $push.Id -AccountEnabled:$true }
$keys = Add-Key $push.KeyCredentials (Read-Certificate '@PUSH_CER@')
if ($keys) {
    try { Update-MgServicePrincipal -ServicePrincipalId $push.Id -KeyCredentials $keys } catch { Explain-Policy $_ }
}

# 2. An application of our own reads users, and nothing else.
$app = Get-MgApplication -Filter "displayName eq 'Countersign'" -Property 'id,appId,keyCredentials'
if (@($app).Count -gt 1) { throw 'There are several applications named Countersign; rename those that are not ours.' }
if (-not $app) { $app = New-MgApplication -DisplayName 'Countersign' -SignInAudience 'AzureADMyOrg' }
$app = Get-MgApplication -ApplicationId $app.Id -Property 'id,appId,keyCredentials'
$keys = Add-Key $app.KeyCredentials (Read-Certificate '@GRAPH_CER@')
if ($keys) {
    try { Update-MgApplication -ApplicationId $app.Id -KeyCredentials $keys } catch { Explain-Policy $_ }
}
$own = Get-MgServicePrincipal -Filter "appId eq '$($app.AppId)'"
if (-not $own) { $own = New-MgServicePrincipal -AppId $app.AppId }

# User.Read.All finds users. Application.Read.All lets `countersign doctor` see whether the push service's principal is enabled.
$graph = Get-MgServicePrincipal -Filter "appId eq '00000003-0000-0000-c000-000000000000'"
$given = Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $own.Id -All
foreach ($permission in 'User.Read.All', 'Application.Read.All') {
    $role = $graph.AppRoles | Where-Object { $_.Value -eq $permission -and $_.AllowedMemberTypes -contains 'Application' }
    if (-not ($given | Where-Object { $_.AppRoleId -eq $role.Id -and $_.ResourceId -eq $graph.Id })) {
        New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $own.Id -PrincipalId $own.Id `
            -ResourceId $graph.Id -AppRoleId $role.Id | Out-Null
    }
}

Write-Host "Done. The id of the application Countersign, for graph: client-id: in countersign.yaml:"
Write-Host $app.AppId
